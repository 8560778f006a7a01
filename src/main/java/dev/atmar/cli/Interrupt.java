package dev.atmar.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and Ctrl-C do: an action of the command's, whose result is the exit code. The action runs on a thread
 * of its own while the JVM goes down, so it has to be bounded in time.
 */
final class Interrupt {
    private static final Logger LOG = LoggerFactory.getLogger(Interrupt.class);

    private final Thread hook;

    private Interrupt(Thread hook) {
        this.hook = hook;
    }

    static Interrupt does(Callable<Integer> action) {
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(exitCode(action)), "atmar-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interrupt(hook);
    }

    /** From here on a signal simply ends the process; false when one has come already. */
    boolean disarm() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static int exitCode(Callable<Integer> action) {
        try {
            return action.call();
        } catch (Exception e) {
            LOG.error("while stopping", e);
            return ExitCode.FAILED;
        } finally {
            Logs.flush();
        }
    }
}
