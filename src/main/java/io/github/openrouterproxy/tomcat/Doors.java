package io.github.openrouterproxy.tomcat;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both doors of the server. The container's start thread. */
final class Doors {
    private final Door relay;
    private final Door monitor;

    Doors(Door relay, Door monitor) {
        this.relay = relay;
        this.monitor = monitor;
    }

    List<Door> all() {
        return List.of(relay, monitor);
    }

    Optional<Door> named(String name) {
        return all().stream().filter(door -> door.name().equals(name)).findFirst();
    }

    /** Everything that keeps them from opening, a sentence each; empty when all is well. */
    List<String> complaints(Door.Binder binder) {
        List<String> complaints = new ArrayList<>();
        all().forEach(door -> door.mistake().ifPresent(complaints::add));
        if (!complaints.isEmpty()) {
            return complaints;
        }
        if (relay.port().equals(monitor.port())
                && relay.host().equals(monitor.host())
                && !relay.port().equals("0")) {
            return List.of(relay.portVariable() + " and " + monitor.portVariable() + " are both " + relay.port()
                    + ": give the relay and the monitor a port each.");
        }
        List<Closeable> taken = new ArrayList<>();
        for (Door door : all()) {
            try {
                taken.add(door.take(binder));
            } catch (RefusedException refused) {
                complaints.add(refused.getMessage());
            }
        }
        taken.forEach(Doors::release);
        return complaints;
    }

    private static void release(Closeable taken) {
        try {
            taken.close();
        } catch (IOException e) {
            throw new IllegalStateException("A port that was free could not be released", e);
        }
    }
}
