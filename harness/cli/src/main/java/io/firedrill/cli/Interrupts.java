package io.firedrill.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and its like while a drill runs. The first asks for an end in order, the second halts this process at once; its
 * children then end by themselves, because their standard input does.
 *
 * <p>A shutdown hook could not do that: once hooks run, the JVM hears no second Ctrl-C, and logging and clients are taken
 * down beside the drill that still needs them.
 *
 * <p>The JDK has one way to hear a signal, {@code sun.misc.Signal} of the module {@code jdk.unsupported} (JEP 260 keeps it for
 * want of another). The compiler warns of its name, so it is called by reflection.
 */
final class Interrupts implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final List<Before> before = new ArrayList<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable first;
    private final Runnable second;

    /** What a signal did before we listened. */
    private record Before(Object signal, Object handler) {}

    private Interrupts(Runnable first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Listens until closed.
     *
     * @param first called at the first signal
     * @param second called at every further one
     */
    static Interrupts listen(Runnable first, Runnable second) {
        Interrupts interrupts = new Interrupts(first, second);
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handlerType}, interrupts.handler());
            for (String name : SIGNALS) {
                Object signal = signalType.getConstructor(String.class).newInstance(name);
                interrupts.before.add(new Before(signal, handle(signal, ours)));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java can't hear signals: it has no usable sun.misc.Signal", e);
        }
        return interrupts;
    }

    /** Whether somebody asked for the end. */
    boolean asked() {
        return asked.get();
    }

    private InvocationHandler handler() {
        return new InvocationHandler() {
            @Override
            public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
                return switch (method.getName()) {
                    case "handle" -> {
                        signalled();
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> arguments != null && proxy == arguments[0];
                    default -> "firedrill's handler of signals";
                };
            }
        };
    }

    private void signalled() {
        if (asked.compareAndSet(false, true)) {
            first.run();
        } else {
            second.run();
        }
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = signal.getClass();
        return signalType
                .getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    /** From here on signals do what they did before. */
    @Override
    public void close() {
        try {
            for (Before signal : before) {
                handle(signal.signal(), signal.handler());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("could not give signals back to the JVM", e);
        }
    }
}
