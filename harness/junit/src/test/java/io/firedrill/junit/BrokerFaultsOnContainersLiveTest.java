package io.firedrill.junit;

/** The same faults on containers: a frozen leader, a killed controller, a killed MirrorMaker. */
@OnContainers
@Firedrill(scenario = "src/test/resources/scenarios/broker-faults.yaml", on = "src/test/resources/on-containers.yaml")
class BrokerFaultsOnContainersLiveTest extends BrokerFaultsLiveTest {}
