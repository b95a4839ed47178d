package io.firedrill.junit;

/** The same faults on containers. */
@OnContainers
@Firedrill(
        scenario = "src/test/resources/scenarios/data-and-surroundings.yaml",
        on = "src/test/resources/on-containers.yaml")
class DataFaultsOnContainersLiveTest extends DataFaultsLiveTest {}
