package dev.atmar.batch.input;

/**
 * How the lines of the input are read, and what requests they become.
 *
 * @param format null: the first line that is not blank tells
 * @param url for prompts, and for tasks that have none of their own; null: there is none
 * @param baseUrl what the relative url of OpenAI's lines is resolved against; null: the relay's default address
 * @param template JSON with <code>{{prompt}}</code> inside strings; null: a chat of one message for the model
 * @param model of the default template; null: there is none
 * @param skipBad whether a bad line is passed over, and comes to the failed ones, instead of ending the run before it
 *     begins
 */
public record InputOptions(
        InputFormat format, String url, String baseUrl, String template, String model, boolean skipBad) {
    /** What needs no option. */
    public static InputOptions defaults() {
        return new InputOptions(null, null, null, null, null, false);
    }
}
