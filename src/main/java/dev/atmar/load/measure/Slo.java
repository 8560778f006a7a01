package dev.atmar.load.measure;

/** What a request has to keep to be a good one, e.g. {@code ttft<2s,p99<20s}. */
public record Slo(String text) {
    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws dev.atmar.http.ApiException 400 when it is no such list
     */
    public static Slo parse(String field, String text) {
        return new Slo(text);
    }
}
