package dev.atmar.load.call;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;

/** Where a task is sent: a web address, or one of the event bus. */
public sealed interface Target {
    /** {@code http://…} or {@code https://…}. */
    record Web(String url, WebAddress address) implements Target {}

    /** {@code bus:ADDRESS}. */
    record Bus(String address) implements Target {
        @Override
        public String url() {
            return BUS + address;
        }
    }

    /** The target as it was written. */
    String url();

    /** What precedes an address of the event bus. */
    String BUS = "bus:";

    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws ApiException 400 when the text is no address
     */
    static Target parse(String field, String url) {
        return url.startsWith(BUS) ? bus(field, url.substring(BUS.length())) : new Web(url, WebAddress.of(field, url));
    }

    private static Target bus(String field, String address) {
        if (address.isBlank()) {
            throw ApiException.badRequest(field, "an event-bus address without a name (expected: bus:ADDRESS)");
        }
        return new Bus(address);
    }
}
