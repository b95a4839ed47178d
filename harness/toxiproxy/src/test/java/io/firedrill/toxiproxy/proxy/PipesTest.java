package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PipesTest {
    private static final int EMFILE = 24;

    /** Close to where it turns negative, as a clock of nanoseconds may be. */
    private long now = Long.MAX_VALUE - 10;

    private final CountedSplicing system = new CountedSplicing();
    private final Pipes pipes = new Pipes(system, () -> now);

    @BeforeEach
    void load() {
        Epoll.ensureAvailability();
        await().until(PipeSize::known);
    }

    @AfterEach
    void close() {
        pipes.close();
        assertThat(system.ends).noneMatch(FileDescriptor::isOpen);
    }

    @Test
    void onePipeServesOneAfterTheOther() {
        SplicePipe pipe = pipes.take();
        pipes.giveBack(pipe);

        assertThat(pipes.take()).isSameAs(pipe);

        pipes.giveBack(pipe);
    }

    @Test
    void aPipeThatFailedIsAskedForAgainASecondLater() {
        system.pipeFails = EMFILE;
        assertThat(pipes.take()).isNull();
        system.pipeFails = 0;
        now += TimeUnit.SECONDS.toNanos(1) - 1;
        assertThat(pipes.take()).isNull();
        now += 1;

        SplicePipe pipe = pipes.take();

        assertThat(pipe).isNotNull();
        assertThat(system.refusals).hasValue(1);
        pipes.giveBack(pipe);
    }

    @Test
    void aFailureDoesNotTakeThePipesThatThereAre() {
        SplicePipe one = pipes.take();
        system.pipeFails = EMFILE;
        assertThat(pipes.take()).isNull();
        pipes.giveBack(one);

        assertThat(pipes.take()).isSameAs(one);

        pipes.giveBack(one);
    }

    @Test
    void whereTheSystemRefusesToSpliceNoPipeIsGivenForASecond() {
        SplicePipe one = pipes.take();
        SplicePipe other = pipes.take();
        pipes.giveBack(other);
        pipes.giveBack(one, new SplicePipe.Refused(new Errors.NativeIoException("splice", -1)));
        assertThat(pipes.take()).isNull();
        assertThat(system.ends).noneMatch(FileDescriptor::isOpen);
        now += TimeUnit.SECONDS.toNanos(1);

        SplicePipe again = pipes.take();

        assertThat(again).isNotNull();
        pipes.giveBack(again);
    }
}
