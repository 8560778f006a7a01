package dev.atmar.simulator;

/** The words of every answer, in two languages, so that streams hold characters of one byte and of three. */
final class Vocabulary {
    private static final String[] WORDS =
            ("Lorem| ipsum| dolor| sit| amet,| 北京| 的| 故宫| 和| 长城,| consectetur| adipiscing| elit,| 成都| 的| 火锅| 很| 有名。|"
                            + " Sed| do| eiusmod| tempor| incididunt| ut| labore| et| dolore| magna| aliqua.| 一首| 好听| 的| 歌曲:| Ut|"
                            + " enim| ad| minim| veniam,| quis| nostrud| exercitation| ullamco.| 等待| 是| 异步| 的| 开始。\n")
                    .split("\\|");

    static final int SIZE = WORDS.length;

    private Vocabulary() {}

    /** Any index that is not negative; the words come round again. */
    static String word(int index) {
        return WORDS[index % SIZE];
    }
}
