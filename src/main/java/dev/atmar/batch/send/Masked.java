package dev.atmar.batch.send;

import dev.atmar.load.call.CallError;
import java.util.List;

/** Errors without the secrets that an upstream quotes: neither whole, nor cut at the end of a shortened message. */
final class Masked {
    private static final String STARS = "***";

    /** Less of a secret than this is any word. */
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    Masked(List<String> secrets) {
        this.secrets =
                secrets.stream().filter(secret -> secret.length() >= SHORTEST).toList();
    }

    CallError of(CallError error) {
        String message = error.message();
        for (String secret : secrets) {
            message = cutAtEnd(message.replace(secret, STARS), secret);
        }
        return message.equals(error.message()) ? error : new CallError(error.type(), error.status(), message);
    }

    private static String cutAtEnd(String message, String secret) {
        String text = message.endsWith("…") ? message.substring(0, message.length() - 1) : message;
        for (int length = Math.min(secret.length(), text.length()); length >= SHORTEST; length--) {
            if (text.endsWith(secret.substring(0, length))) {
                return text.substring(0, text.length() - length) + STARS + "…";
            }
        }
        return message;
    }
}
