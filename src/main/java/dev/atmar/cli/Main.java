package dev.atmar.cli;

/** Where {@code java -jar atmar.jar} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Atmar.run(arguments));
    }
}
