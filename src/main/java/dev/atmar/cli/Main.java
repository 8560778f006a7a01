package dev.atmar.cli;

/** Where {@code java -jar atmar.jar} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        HeadStart.begin();
        int code = Atmar.run(arguments);
        Logs.flush();
        System.exit(code);
    }
}
