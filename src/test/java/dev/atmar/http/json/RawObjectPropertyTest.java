package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random objects: each slice says the same as the whole does, and whatever is cut short is refused. */
final class RawObjectPropertyTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonNodeFactory NODES = JSON.getNodeFactory();

    private final Random random = new Random(20_240_229);

    @Test
    void everySliceParsesToWhatTheWholeHasThere() throws Exception {
        for (int round = 0; round < 2000; round++) {
            ObjectNode whole = (ObjectNode) read(bytes(object(3), false));
            RawObject object = RawObject.parse(bytes(whole, round % 2 == 0));
            assertThat(object.otherThan(new HashSet<>(names(whole)))).isEmpty();
            for (String name : names(whole)) {
                assertThat(read(object.value(name))).as(name).isEqualTo(whole.get(name));
            }
        }
    }

    @Test
    void withoutIsTheWholeLessThoseFields() throws Exception {
        for (int round = 0; round < 2000; round++) {
            ObjectNode whole = (ObjectNode) read(bytes(object(3), false));
            RawObject object = RawObject.parse(bytes(whole, round % 2 == 0));
            Set<String> dropped = new HashSet<>(names(whole));
            dropped.removeIf(name -> random.nextBoolean());
            Buffer rest = object.without(dropped);
            assertThat(read(rest)).isEqualTo(whole.deepCopy().remove(dropped));
            assertThat(RawObject.parse(rest).without(dropped)).as("twice").isEqualTo(rest);
        }
    }

    @Test
    void aListIsItsObjectsOneByOne() throws Exception {
        for (int round = 0; round < 200; round++) {
            ArrayNode list = NODES.arrayNode();
            for (int length = random.nextInt(8); length > 0; length--) {
                list.add(object(2));
            }
            List<RawObject> objects = RawObject.parseList(bytes(list, round % 2 == 0), 1000);
            assertThat(objects).hasSize(list.size());
            for (int index = 0; index < list.size(); index++) {
                assertThat(read(objects.get(index).without(Set.of()))).isEqualTo(read(bytes(list.get(index), false)));
            }
        }
    }

    @Test
    void whatIsCutShortIsRefused() throws Exception {
        for (int round = 0; round < 500; round++) {
            Buffer body = bytes(object(2), round % 2 == 0);
            Buffer cut = body.getBuffer(0, random.nextInt(body.length() - 1));
            assertThatThrownBy(() -> RawObject.parse(cut)).isInstanceOf(ApiException.class);
        }
    }

    @Test
    void anyBytesAtAllAreReadOrRefused() {
        byte[] letters = "{}[]\":,\\ntrue0.1e-\0\uFEFFé ".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[random.nextInt(24)];
            for (int index = 0; index < body.length; index++) {
                body[index] =
                        random.nextInt(8) == 0 ? (byte) random.nextInt() : letters[random.nextInt(letters.length)];
            }
            try {
                RawObject.parse(Buffer.buffer(body)).without(Set.of());
            } catch (ApiException refused) {
                assertThat(refused.status()).isEqualTo(400);
            }
        }
    }

    private static Buffer bytes(JsonNode node, boolean pretty) throws Exception {
        return Buffer.buffer(
                pretty ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node) : JSON.writeValueAsBytes(node));
    }

    private static JsonNode read(Buffer bytes) throws Exception {
        return JSON.readTree(bytes.getBytes());
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int fields = random.nextInt(7); fields > 0; fields--) {
            object.set(text(), value(depth));
        }
        return object;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> JSON.valueToTree(new BigInteger(200, random));
            case 4 -> NODES.numberNode(new BigDecimal(new BigInteger(80, random), random.nextInt(40)));
            case 5, 6, 7 -> NODES.textNode(text());
            case 8 -> object(depth - 1);
            default -> {
                ArrayNode list = NODES.arrayNode();
                for (int length = random.nextInt(5); length > 0; length--) {
                    list.add(value(depth - 1));
                }
                yield list;
            }
        };
    }

    /** Any code points but lone surrogates, with what must be escaped well represented. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append("\"\\/\b\f\n\r\t{}[]:,".charAt(random.nextInt(14)));
                case 1 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                case 2 -> text.appendCodePoint(random.nextInt(0xD800));
                default -> text.append((char) ('a' + random.nextInt(4)));
            }
        }
        return text.toString();
    }
}
