package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.http.ApiException;
import dev.atmar.load.call.Target;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Plain text, of which a template makes a request; all go to one url. */
final class PromptLines implements LineFormat {
    private final Target target;
    private final Template template;

    /**
     * @throws ApiException 400 when the options lack the url, or the template and the model
     */
    PromptLines(InputOptions options) {
        if (options.url() == null) {
            throw ApiException.badRequest("--url", "missing (expected: where the prompts are sent)");
        }
        target = Target.parse("--url", options.url());
        template = Template.of(options);
    }

    @Override
    public BatchTask read(Buffer line, long index, long number) {
        Buffer body = template.around(text(line));
        return new BatchTask(index, number, LineFormat.defaultId(index), target.url(), target, body);
    }

    private static String text(Buffer line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("prompt", "not UTF-8 (expected: text in UTF-8)");
        }
    }

    @Override
    public String idField() {
        return "task_id";
    }

    @Override
    public boolean keepsId(Buffer line) {
        return false;
    }
}
