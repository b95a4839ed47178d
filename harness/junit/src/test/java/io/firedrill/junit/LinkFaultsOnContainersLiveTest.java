package io.firedrill.junit;

/** The same faults on containers, where the real Toxiproxy does them. */
@OnContainers
@Firedrill(scenario = "src/test/resources/scenarios/link-faults.yaml", on = "src/test/resources/on-containers.yaml")
class LinkFaultsOnContainersLiveTest extends LinkFaultsLiveTest {

    @Override
    String live() {
        return "";
    }
}
