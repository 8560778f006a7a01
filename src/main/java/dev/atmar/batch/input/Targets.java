package dev.atmar.batch.input;

import dev.atmar.load.call.Target;

/** The targets of one task after the other; of a url that comes again, the same. */
final class Targets {
    private Target last;

    /**
     * @throws dev.atmar.http.ApiException 400 when it is no address
     */
    Target of(String url) {
        if (last == null || !last.url().equals(url)) {
            last = Target.parse("url", url);
        }
        return last;
    }
}
