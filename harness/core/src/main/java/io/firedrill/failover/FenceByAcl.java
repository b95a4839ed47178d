package io.firedrill.failover;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.CreateAclsOptions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Denies writes to the workload's topics in the region left behind. An ACL on a topic ends "everyone may, as no ACL was found"
 * for it, so everything but writing is allowed again explicitly.
 */
final class FenceByAcl implements Step {
    private static final String ANYONE = "User:*";
    private final FailoverSpec failover;
    private final RunbookStep.Fence fence;

    FenceByAcl(FailoverSpec failover, RunbookStep.Fence fence) {
        this.failover = failover;
        this.fence = fence;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        List<AclBinding> acls = new ArrayList<>();
        for (String topic : site.scenario().topics().keySet()) {
            acls.add(acl(topic, AclOperation.ALL, AclPermissionType.ALLOW));
            acls.add(acl(topic, AclOperation.WRITE, AclPermissionType.DENY));
        }
        int millis = (int) fence.atMost().toMillis();
        try {
            site.admin(failover.from())
                    .createAcls(acls, new CreateAclsOptions().timeoutMs(millis))
                    .all()
                    .get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return unreachable();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                return unreachable();
            }
            return StepOutcome.failed(true, failover.from() + " refused the fence: " + e.getCause());
        }
        site.record(new TimelineEvent.FenceConfirmed(site.now(), failover.from()));
        return StepOutcome.done("writes denied in " + failover.from() + " on "
                + String.join(", ", site.scenario().topics().keySet()));
    }

    private StepOutcome unreachable() {
        return StepOutcome.unreachable(failover.from() + " did not answer within "
                + fence.atMost().toMillis() + " ms: nothing is fenced there");
    }

    private static AclBinding acl(String topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(ANYONE, "*", operation, permission));
    }
}
