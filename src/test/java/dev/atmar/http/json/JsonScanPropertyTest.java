package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random documents, whole and spoilt: what Jackson takes of them in well-formed UTF-8 is taken, and nothing else. */
final class JsonScanPropertyTest {
    private static final JsonFactory JACKSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private static final String[] SCALARS = {
        "0",
        "-0",
        "17",
        "-1.5",
        "2e9",
        "1E-400",
        "123456789012345678901234567890",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\"",
        "\"\\u5317\\n\"",
        "\"\\ud800\"",
        "\"介绍三个北京必去的旅游景点。\"",
        "\"é😀é\"",
        "\"a longer text, ASCII only\""
    };
    private static final String[] BLANKS = {"", "", "", "", " ", "\n", "\t\r\n  "};
    private static final byte[] LETTERS =
            "{}[]\":,\\ntruefalse019.-+eE \n\u0000\u001fé中😀\u007f".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(8259);

    @Test
    void wholeDocumentsAreTaken_andTheirMembersFound() throws IOException {
        for (int round = 0; round < 1500; round++) {
            byte[] json = utf8(blank() + object(4) + blank());
            assertThat(isTaken(json))
                    .as(() -> new String(json, StandardCharsets.UTF_8))
                    .isTrue();
            JsonScan scan = new JsonScan(json, 0, json.length);
            JsonMembers members = new JsonMembers(json, 1000).read(scan, 1);
            assertThat(describe(members, json)).isEqualTo(membersByJackson(json));
        }
    }

    @Test
    void spoiltDocumentsAreJudgedAsJacksonDoes() {
        int taken = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] json = spoilt(utf8(round % 2 == 0 ? object(3) : value(2)));
            boolean expected = isUtf8(json) && isTakenByJackson(json);
            assertThat(isTaken(json))
                    .as(() -> new String(json, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
            taken += expected ? 1 : 0;
        }
        assertThat(taken).as("both kinds are there").isBetween(500, 9500);
    }

    private static boolean isTaken(byte[] json) {
        JsonScan scan = new JsonScan(json, 0, json.length);
        try {
            scan.skipValue(0);
            return scan.isAtEnd();
        } catch (JsonFault fault) {
            return false;
        }
    }

    private static boolean isTakenByJackson(byte[] json) {
        try (JsonParser parser = JACKSON.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static List<String> describe(JsonMembers members, byte[] json) {
        List<String> all = new ArrayList<>();
        members.byName().forEach((name, member) -> {
            assertThat(members.find(name)).isEqualTo(member);
            int start = members.start(member);
            all.add(name + "=" + new String(json, start, members.end(member) - start, StandardCharsets.UTF_8));
        });
        return all;
    }

    private static List<String> membersByJackson(byte[] json) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> all = new ArrayList<>();
        try (JsonParser parser = JACKSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                String member = name + "=" + new String(json, start, end - start, StandardCharsets.UTF_8);
                if (names.contains(name)) {
                    all.set(names.indexOf(name), member);
                } else {
                    names.add(name);
                    all.add(member);
                }
            }
        }
        return all;
    }

    /** Some bytes are put in, taken out or changed; sometimes a cut. */
    private byte[] spoilt(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rarity = 4 + random.nextInt(60);
        for (byte each : json) {
            switch (random.nextInt(3 * rarity)) {
                case 0 -> bytes.write(random.nextInt());
                case 1 -> {
                    bytes.write(LETTERS[random.nextInt(LETTERS.length)]);
                    bytes.write(each);
                }
                case 2 -> {
                    if (random.nextInt(20) == 0) {
                        return bytes.toByteArray();
                    }
                }
                default -> bytes.write(each);
            }
        }
        return bytes.toByteArray();
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{");
        for (int members = random.nextInt(6); members > 0; members--) {
            json.append(blank()).append(name()).append(blank()).append(':').append(value(depth - 1));
            json.append(members > 1 ? "," : "");
        }
        return json.append(blank()).append('}').toString();
    }

    private String name() {
        return switch (random.nextInt(12)) {
            case 0 -> "\"\\u0061\"";
            case 1 -> "\"é\"";
            case 2 -> "\"北京\"";
            default ->
                '"' + "abcdefghijklmnop".substring(random.nextInt(3), 3 + random.nextInt(3) * random.nextInt(6)) + '"';
        };
    }

    private String value(int depth) {
        String value =
                depth == 0 || random.nextInt(3) > 0 ? scalar() : random.nextBoolean() ? object(depth) : list(depth);
        return blank() + value + blank();
    }

    private String scalar() {
        return random.nextInt(4) > 0
                ? SCALARS[random.nextInt(SCALARS.length)]
                : '"'
                        + "x".repeat(random.nextInt(20))
                        + "文".repeat(random.nextInt(6))
                        + "y".repeat(random.nextInt(9))
                        + '"';
    }

    private String list(int depth) {
        StringBuilder json = new StringBuilder("[").append(blank());
        for (int values = random.nextInt(5); values > 0; values--) {
            json.append(value(depth - 1)).append(values > 1 ? "," : "");
        }
        return json.append(']').toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
