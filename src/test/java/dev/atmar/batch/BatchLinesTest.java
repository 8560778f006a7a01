package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.batch.input.InputOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line of the input, and what becomes of it in the output. */
final class BatchLinesTest {
    private static final String OPENAI =
            "{\"custom_id\":\"q \\\"1\\\"\",\"method\":\"POST\",\"url\":\"/v1/chat\",\"body\":{\"a\" : 1}}\n";

    @TempDir
    private Path temporary;

    @Test
    void aTask_keepsTheBytesOfItsParams_andTheAnswerItsOwnButForLineBreaks() throws IOException {
        BatchFolder folder = new BatchFolder(temporary)
                .lines("\uFEFF{\"url\":\"http://127.0.0.1:9/\",\"params\":{\"x\" : 1e2}}\r\n");
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            BatchTask task = files.next();
            assertThat(task.body()).hasToString("{\"x\" : 1e2}");
            Buffer answer = Buffer.buffer("\n{\r\n \"a\":\"\\n\u4e2d\",\n \"b\" : 1.0e0\n}\n");
            files.write(new BatchResult(task, 201, answer, null, 12.3456, 1_700_000_000_123.4, 3));
        }
        assertThat(folder.output())
                .content()
                .isEqualTo(
                        "{\"task_id\":\"task_00000\",\"status\":201,\"result\":{ \"a\":\"\\n\u4e2d\", \"b\" : 1.0e0},"
                                + "\"ms\":12.346,\"start_ms\":1700000000123.400,\"attempts\":3}\n");
    }

    @Test
    void anAnswerThatIsNotStrictlyJson_isWrittenAnew() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 1);
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            Buffer answer = Buffer.buffer("{ // why\n\"a\":1}");
            files.write(new BatchResult(files.next(), 200, answer, null, 1, 1, 1));
        }
        assertThat(folder.results().get(0).getJsonObject("result")).isEqualTo(new JsonObject().put("a", 1));
    }

    @Test
    void aFailure_hasItsTypeAndMessage() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 1);
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            files.write(BatchFolder.failed(files.next()));
        }
        assertThat(Files.readString(folder.output()))
                .startsWith(
                        "{\"task_id\":\"task_00000\",\"error\":{\"type\":\"status\",\"message\":\"broken\",\"status\":500},");
    }

    @Test
    void openAisLine_becomesOpenAisResult_andIsResumedFrom() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines(OPENAI + OPENAI.replace("q", "p"));
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            BatchTask task = files.next();
            assertThat(task.url()).isEqualTo("http://127.0.0.1:8000/v1/chat");
            assertThat(task.body()).hasToString("{\"a\" : 1}");
            files.write(BatchFolder.succeeded(task));
            files.write(BatchFolder.failed(files.next()));
        }
        assertThat(Files.readAllLines(folder.output()).get(0))
                .startsWith("{\"id\":\"batch_req_0\",\"custom_id\":\"q \\\"1\\\"\",\"response\":{\"status_code\":200,"
                        + "\"request_id\":null,\"body\":{\"a\" : 1}},\"error\":null,\"ms\":1.5");
        assertThat(folder.results().get(1).getValue("response")).isNull();
        assertThat(folder.results().get(1).getJsonObject("error").getString("code"))
                .isEqualTo("status");
        assertThat(folder.run(folder.options())).isEmpty();
        assertThat(folder.failed()).hasContent(OPENAI.replace("q", "p"));
    }

    @Test
    void aBaseUrlThatEndsAsTheUrlBegins_doesNotDoubleIt() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines(OPENAI);
        for (String base : new String[] {"http://127.0.0.1:9", "http://127.0.0.1:9/", "http://127.0.0.1:9/v1/"}) {
            InputOptions reading = new InputOptions(null, null, base, null, null, false);
            BatchFiles.survey(
                    folder.reading(reading), task -> assertThat(task.url()).isEqualTo("http://127.0.0.1:9/v1/chat"));
        }
    }

    @Test
    void aPrompt_isPutIntoTheStringsOfTheTemplate() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines("a \"b\" \\ {{prompt}} \u4e2d\n");
        String template = "{\"q\":\"<{{prompt}}>\",\"n\":1}";
        InputOptions reading = new InputOptions(null, "http://127.0.0.1:9/", null, template, null, false);
        BatchFiles.survey(
                folder.reading(reading),
                task -> assertThat(new JsonObject(task.body()))
                        .isEqualTo(new JsonObject()
                                .put("q", "<a \"b\" \\ {{prompt}} \u4e2d>")
                                .put("n", 1)));
    }
}
