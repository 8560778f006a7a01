package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON and what is not, to the byte; wherever it stands among the eight that are looked at at once. */
final class JsonScanTest {
    private static final String ASIDE = "\"\\";

    /** Of which each is a whole string, and no part of one that is cut within a character or an escape is. */
    static Stream<String> contents() {
        return Stream.of(
                "",
                "\\\"",
                "\\\\",
                "\\u00e9",
                "\\n",
                "\u007f",
                "é",
                "߿",
                "ࠀ",
                "中",
                "中文",
                "퟿",
                "",
                "😀",
                "\uDBFF\uDFFF");
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aStringEndsWhereItEnds_ofAnyLengthAndAnywhere(String content) {
        for (int before = 0; before <= 40; before++) {
            for (int behind = 0; behind <= 8; behind += 4) {
                String string = '"' + "x".repeat(before) + content + "y".repeat(behind) + '"';
                assertSkipped(string, "");
                assertSkipped(string, ":\"\\\u0000  some more of it");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aStringThatIsCut_isAFaultAtItsEnd(String content) {
        for (int before = 0; before <= 17; before++) {
            byte[] cut = utf8('"' + "中x".repeat(before) + content);
            for (int length = 1; length <= cut.length; length++) {
                byte[] memory = Arrays.copyOf(cut, length + 9);
                Arrays.fill(memory, length, length + 9, (byte) '"');
                int end = length;
                JsonFault fault =
                        catchThrowableOfType(JsonFault.class, () -> new JsonScan(memory, 0, end).skipValue(0));
                assertThat(fault.place(memory, 0)).isEqualTo("line 1, column " + (length + 1));
            }
        }
    }

    @Test
    void everyByteThatAStringMustNotHold_isAFaultWhereverItStands() {
        for (int value : IntStream.concat(IntStream.range(0, ' '), IntStream.range(0x80, 0x100))
                .toArray()) {
            for (int at = 1; at <= 20; at++) {
                byte[] string = utf8('"' + "x".repeat(22) + '"');
                string[at] = (byte) value;
                assertFault(string, at + 1, 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0 80",
                "C1 BF",
                "C2 41",
                "C2",
                "DF C0",
                "E0 80 80",
                "E0 9F BF",
                "E1 80",
                "E1 41 80",
                "E4 B8 41",
                "ED A0 80",
                "ED BF BF",
                "EF BF C0",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F0 9F 98",
                "F4 90 80 80",
                "F5 80 80 80",
                "F8 88 80 80 80",
                "FE",
                "FF",
                "80",
                "BF"
            })
    void whatIsNotUtf8_isAFault(String hex) {
        byte[] wrong = new byte[hex.split(" ").length];
        for (int index = 0; index < wrong.length; index++) {
            wrong[index] = (byte) Integer.parseInt(hex.split(" ")[index], 16);
        }
        for (String before : new String[] {"", "x", "中", "中文", "中文字", "xxxxxxx中文", "é", "😀"}) {
            byte[] start = utf8('"' + before);
            byte[] string = Arrays.copyOf(start, start.length + wrong.length + 12);
            System.arraycopy(wrong, 0, string, start.length, wrong.length);
            Arrays.fill(string, start.length + wrong.length, string.length, (byte) '"');
            assertFault(string, start.length + 1, wrong.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "7",
                "-12",
                "1.5",
                "0.0",
                "1e5",
                "1E+05",
                "0e-0",
                "1.25e300",
                "true",
                "false",
                "null",
                "{}",
                "[]",
                "[{}]",
                "{\"\":[]}",
                "[1,[2,{\"a\":[3,{}],\"b\":null}],-0.5e1]",
                "{ \"a\"\t:\r\n1 , \"a\" : [ ] }"
            })
    void jsonIsSkippedToItsEnd(String json) {
        assertSkipped(json, "");
        assertSkipped(json, " ");
        assertSkipped(json, ",1]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".5",
                "1.e5",
                "1e",
                "1e+",
                "1x",
                "0x1",
                "--1",
                "1-",
                "NaN",
                "Infinity",
                "tru",
                "truex",
                "True",
                "nul",
                "nulll",
                "fals",
                "[",
                "[1",
                "[1,",
                "[,1]",
                "[1,]",
                "[1 2]",
                "[1}",
                "{",
                "{]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,2}",
                "{1:2}",
                "[\"a\":1]",
                "'a'",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\U0041\"",
                "/**/1",
                "[1]\u0000]",
                "[\u0000]",
                "\u00a01",
                "[1\u000b]",
                "]",
                "}",
                ":",
                ",",
                "\uFEFF1"
            })
    void whatIsNotJson_isAFault(String json) {
        JsonScan scan = scan(utf8(json));
        assertThatCode(() -> {
                    scan.skipValue(0);
                    if (!scan.isAtEnd()) {
                        scan.require('x');
                    }
                })
                .isInstanceOf(JsonFault.class);
    }

    @ParameterizedTest
    @CsvSource({"'[', ']'", "'{\"\":', '}'"})
    void soManyInOneAnother_andNoMore(String open, String close) {
        assertSkipped(nested(open, close, JsonScan.MAX_DEPTH), "");
        byte[] tooDeep = utf8(nested(open, close, JsonScan.MAX_DEPTH + 1));
        assertThatCode(() -> scan(tooDeep).skipValue(0)).isInstanceOf(JsonFault.class);
        byte[] inAnother = utf8(nested(open, close, JsonScan.MAX_DEPTH));
        assertThatCode(() -> scan(inAnother).skipValue(1)).isInstanceOf(JsonFault.class);
    }

    @Test
    void objectsAndListsAreToldApartAtAnyDepth() {
        StringBuilder open = new StringBuilder();
        StringBuilder close = new StringBuilder();
        for (int depth = 0; depth < 500; depth++) {
            boolean list = depth * depth % 7 < 3;
            open.append(list ? "[0," : "{\"a\":0,\"b\":");
            close.insert(0, list ? "]" : "}");
        }
        assertSkipped(open + "1" + close, "");
        for (int depth = 0; depth < 500; depth++) {
            StringBuilder wrong = new StringBuilder(close);
            wrong.setCharAt(depth, close.charAt(depth) == ']' ? '}' : ']');
            byte[] bytes = utf8(open + "1" + wrong);
            assertFault(bytes, open.length() + 1 + depth + 1, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\n \"a\": nope}', 'line 2, column 8'",
        "'[\r\n\r\r\n1\n,]', 'line 5, column 2'",
        "'', 'line 1, column 1'"
    })
    void whereTheFaultLies_isToldInLinesAndColumns(String json, String place) {
        JsonFault fault =
                catchThrowableOfType(JsonFault.class, () -> scan(utf8(json)).skipValue(0));
        assertThat(fault.place(utf8(json), 0)).isEqualTo(place);
    }

    private static String nested(String open, String close, int depth) {
        return open.repeat(depth) + "1" + close.repeat(depth);
    }

    /** It ends where it does also when it stands within other bytes, at any offset. */
    private static void assertSkipped(String value, String behind) {
        int length = utf8(value).length;
        byte[] bytes = utf8(ASIDE + value + behind + ASIDE);
        JsonScan scan = new JsonScan(bytes, ASIDE.length(), bytes.length - ASIDE.length());
        scan.skipValue(0);
        assertThat(scan.position()).as(value).isEqualTo(ASIDE.length() + length);
    }

    /**
     * @param column at which the fault is, or one of the next
     */
    private static void assertFault(byte[] bytes, int column, int within) {
        JsonFault fault =
                catchThrowableOfType(JsonFault.class, () -> scan(bytes).skipValue(0));
        assertThat(fault).isNotNull();
        assertThat(IntStream.rangeClosed(column, column + within).mapToObj(each -> "line 1, column " + each))
                .contains(fault.place(bytes, 0));
    }

    private static JsonScan scan(byte[] bytes) {
        return new JsonScan(bytes, 0, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
