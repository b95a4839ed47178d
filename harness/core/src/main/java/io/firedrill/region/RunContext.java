package io.firedrill.region;

import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import java.nio.file.Path;

/**
 * What all processes of a run share.
 *
 * @param supervisor starts and ends them
 * @param address where they listen
 * @param credentials their users
 * @param programs Kafka's programs
 * @param tuning the last word on the programs' command lines: class-data archives
 * @param checkpoint the bootstrap checkpoint of the Kafka version
 * @param data where they keep their data
 * @param logs where their logs go
 */
public record RunContext(
        ProcessSupervisor supervisor,
        LoopbackAddress address,
        Credentials credentials,
        KafkaPrograms programs,
        ProgramTuning tuning,
        Path checkpoint,
        Path data,
        Path logs) {
    /** The hosts file of every child. */
    public Path hosts() {
        return data.resolve("hosts");
    }

    JavaProgram brokerProgram(Path config, Path jaas, JvmOptions jvm) {
        return tuning.tune(ProgramRole.BROKER, programs.broker(config, jaas, hosts(), jvm));
    }
}
