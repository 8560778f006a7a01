package dev.atmar.cli;

import dev.atmar.http.ApiException;
import dev.atmar.http.Completion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The answers to several questions, in the order of the questions. */
final class AskReport {
    private static final String DIVIDER = "-".repeat(50);

    /** One answer; of {@code content} and {@code error} one is null. */
    private record Answer(String question, String content, String error, Double ms) {
        private JsonObject toJson() {
            JsonObject json = new JsonObject().put("question", question);
            return (error == null ? json.put("content", content) : json.put("error", error)).put("ms", ms);
        }

        private String toText() {
            return error == null ? content : "not answered: " + error;
        }
    }

    private final int asked;
    private final List<Answer> answers;
    private final double elapsedMillis;

    private AskReport(int asked, List<Answer> answers, double elapsedMillis) {
        this.asked = asked;
        this.answers = answers;
        this.elapsedMillis = elapsedMillis;
    }

    /**
     * @param result of the run, {@code {results, summary}}; questions a cut-short run did not reach are not in it
     * @param key which is not shown, whatever the upstream says of it
     */
    static AskReport of(List<String> questions, JsonObject result, String key) {
        JsonArray results = result.getJsonArray("results");
        List<Answer> answers = new ArrayList<>();
        for (int index = 0; index < results.size(); index++) {
            answers.add(answer(questions.get(index), results.getJsonObject(index), key));
        }
        return new AskReport(
                questions.size(), answers, result.getJsonObject("summary").getDouble("elapsed_ms"));
    }

    private static Answer answer(String question, JsonObject result, String key) {
        JsonObject error = result.getJsonObject("error");
        if (error != null) {
            return new Answer(question, null, error.getString("message").replace(key, "***"), result.getDouble("ms"));
        }
        try {
            Object content = Completion.content(result.getInteger("status"), result.getValue("result"));
            return new Answer(question, content == null ? "" : content.toString(), null, result.getDouble("ms"));
        } catch (ApiException e) {
            return new Answer(question, null, e.getMessage(), result.getDouble("ms"));
        }
    }

    /** Whether every question has an answer. */
    boolean isComplete() {
        return answers.size() == asked && answers.stream().allMatch(answer -> answer.error() == null);
    }

    JsonObject toJson() {
        JsonArray list = new JsonArray();
        answers.forEach(answer -> list.add(answer.toJson()));
        return new JsonObject().put("answers", list).put("elapsed_ms", elapsedMillis);
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        answers.forEach(answer ->
                text.append(answer.toText()).append("\n").append(DIVIDER).append("\n"));
        return text.append("total ").append(Millis.text(elapsedMillis)).toString();
    }
}
