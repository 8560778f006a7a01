package dev.atmar.relay;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;

/**
 * Whether JSON that passes unparsed came whole. Where HTTP says how long it is, HTTP has seen to it; where the end is
 * only the connection's (RFC 9112, 6.3, as with HTTP/1.0), a cut looks like an end, so the brackets and quotes must
 * match. A bare number that is cut cannot be told from a shorter one.
 */
final class EndOfAnswer {
    private final boolean unknown;
    private long depth;
    private boolean inString;
    private boolean escaped;

    EndOfAnswer(HttpClientResponse answer) {
        unknown = answer.version() != HttpVersion.HTTP_2
                && answer.getHeader(HttpHeaders.CONTENT_LENGTH) == null
                && !isChunked(answer.getHeader(HttpHeaders.TRANSFER_ENCODING));
    }

    private static boolean isChunked(String encoding) {
        return encoding != null && encoding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    void passed(Buffer bytes) {
        if (unknown) {
            for (int i = 0; i < bytes.length(); i++) {
                passed(bytes.getByte(i));
            }
        }
    }

    private void passed(byte next) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = next == '\\';
            inString = next != '"';
        } else if (next == '"') {
            inString = true;
        } else if (next == '{' || next == '[') {
            depth++;
        } else if (next == '}' || next == ']') {
            depth--;
        }
    }

    /**
     * @throws ApiException 502 when what passed is not whole
     */
    void require() {
        if (depth != 0 || inString) {
            throw ApiException.of(502, "upstream_closed", "the upstream closed the connection without a full answer");
        }
    }
}
