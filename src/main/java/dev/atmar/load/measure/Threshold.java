package dev.atmar.load.measure;

/** A condition under which a run has failed, e.g. {@code p99>500ms} or {@code errors>1%}. */
public record Threshold(String text) {
    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws dev.atmar.http.ApiException 400 when it is no such condition
     */
    public static Threshold parse(String field, String text) {
        return new Threshold(text);
    }
}
