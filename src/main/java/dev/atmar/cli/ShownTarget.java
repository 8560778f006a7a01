package dev.atmar.cli;

/** A target as it is printed and written: without what may hold a key, which is its query, its user info and fragment. */
final class ShownTarget {
    private ShownTarget() {}

    static String of(String url) {
        return url.replaceFirst("[?#].*", "").replaceFirst("(?<=://)[^/@]*@", "");
    }
}
