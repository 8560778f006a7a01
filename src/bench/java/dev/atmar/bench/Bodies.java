package dev.atmar.bench;

/** Requests and answers of a chat, of any length; their text has no character that a configuration would expand. */
final class Bodies {
    /** Of the answer called small: 1.2 KB of JSON. */
    static final int SMALL_TEXT = 900;

    /** Both ways. */
    static final int LARGE_TEXT = 64 * 1024;

    private static final String WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit sed. ";

    private Bodies() {}

    /** A way of writing a chat request for a peer. */
    interface Form {
        /** As it is. */
        Form CHAT = chat -> chat;

        /**
         * @param chat a request of OpenAI's
         */
        String of(String chat);

        /** As {@code params} of a call to that URL. */
        static Form posted(String url) {
            return chat -> "{\"url\":\"" + url + "\",\"params\":" + chat + "}";
        }
    }

    static String question(int length) {
        return question(length, "");
    }

    /**
     * @param fields more of the object's, each with a comma behind it
     */
    static String question(int length, String fields) {
        return "{\"model\":\"bench\"," + fields + "\"messages\":[{\"role\":\"user\",\"content\":\"" + text(length)
                + "\"}]}";
    }

    /**
     * @param text the content, or what stands for it
     */
    static String answer(String text) {
        return "{\"id\":\"bench\",\"object\":\"chat.completion\",\"created\":1795371920,\"model\":\"bench\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"logprobs\":null,"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":200,"
                + "\"total_tokens\":220}}";
    }

    static String text(int length) {
        return WORDS.repeat(length / WORDS.length() + 1).substring(0, length);
    }
}
