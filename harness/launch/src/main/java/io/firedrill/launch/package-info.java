/**
 * What runs inside a child process before the program it was started for, and the watchdog that outlives the harness.
 *
 * <p>This package stands on the class path of Kafka brokers, MirrorMaker and workers, so it depends on the JDK alone.
 */
package io.firedrill.launch;
