package dev.atmar.relay.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** In which order accounts are offered a call. Shared by event loops. */
final class Preference {
    private final AtomicInteger turn = new AtomicInteger();

    /** An account as it was at one moment: what is compared must not change while it is sorted. */
    record Moment(Account account, long room, long waiting, long restsFor) {
        private static final Comparator<Moment> MOST_ROOM =
                Comparator.comparingLong(Moment::room).reversed().thenComparingLong(Moment::waiting);

        private static Moment of(Account account) {
            long room = (long) account.limiter().limit() - account.limiter().inFlight();
            return new Moment(account, room, account.limiter().waiting(), account.restsFor());
        }
    }

    /**
     * Those that have a key to give now, the one with the most room first, then the one with the shortest queue; equals
     * take turns. When there is none, the one whose rest ends first. Takes nothing.
     */
    List<Account> usable(List<Account> among) {
        if (among.size() < 2) {
            return among;
        }
        List<Moment> moments = new ArrayList<>(among.stream().map(Moment::of).toList());
        Collections.rotate(moments, -Math.floorMod(turn.getAndIncrement(), Math.max(1, moments.size())));
        return ordered(moments);
    }

    static List<Account> ordered(List<Moment> moments) {
        List<Account> usable = moments.stream()
                .filter(moment -> moment.restsFor == 0)
                .sorted(Moment.MOST_ROOM)
                .map(Moment::account)
                .toList();
        return usable.isEmpty() ? lastLeft(moments) : usable;
    }

    private static List<Account> lastLeft(List<Moment> moments) {
        return moments.stream().min(Comparator.comparingLong(Moment::restsFor)).map(Moment::account).stream()
                .toList();
    }
}
