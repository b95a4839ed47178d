package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published schema is the one of {@link Result}, and results hold it. After a change of the result run this test with {@code
 * -Dfiredrill.schema.update=true}: it writes the file anew.
 */
class ResultSchemaTest {

    private static final String RESOURCE = "result.schema.json";

    /** What today's results always have, and those of an earlier version of the same schema version lack. */
    private static final Set<String> ADDED = Set.of(
            "mayBytes",
            "mostTimeMillis",
            "finalMayRecords",
            "strandedMayRecords",
            "mayBeforeT0",
            "mayAfterT0",
            "mayHoles",
            "mayLost");

    /** As those, by partition: in the RTO, which stands there twice, and of the whole drill. */
    private static final String BARS = "longestAckGapPlusMinusMillis";

    @TempDir
    Path temp;

    private static String generated() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS);
        builder.forFields()
                .withNullableCheck(ResultSchemaTest::nullable)
                .withRequiredCheck(field -> !ADDED.contains(field.getDeclaredName())
                        && !field.getDeclaredName().equals(BARS));
        return new SchemaGenerator(builder.build()).generateSchema(Result.class).toPrettyString() + "\n";
    }

    private static boolean nullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String published() throws IOException {
        try (InputStream in = Result.class.getResourceAsStream(RESOURCE)) {
            assertThat(in).as(RESOURCE).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePublishedSchemaIsThatOfTheResult() throws IOException {
        if (Boolean.getBoolean("firedrill.schema.update")) {
            Path file = Path.of(System.getProperty("firedrill.root"))
                    .resolve("harness/core/src/main/resources/io/firedrill/audit")
                    .resolve(RESOURCE);
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated());
            return;
        }
        assertThat(published()).isEqualTo(generated());
    }

    @Test
    void aResultHoldsTheSchema() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        Planting planting = new Planting(drill, new Random(1));
        for (Planting.Kind kind : Planting.Kind.values()) {
            planting.plant(kind, 2);
        }
        assertHolds(drill.audit(temp.resolve("run")));
    }

    @Test
    void aResultOfNoEvidenceHoldsTheSchema() throws IOException {
        assertHolds(Auditor.audit(new RunFolder(temp.resolve("nothing"))));
    }

    @Test
    void aResultOfAnEarlierVersionHoldsTheSchema_andWhatItLacksIsNotKnown() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        drill.at(303).notMirrored();
        Result.Rpo rpo = earlier(drill);
        assertThat(rpo.records()).isOne();
        assertThat(rpo.mayBytes()).isNull();
        assertThat(rpo.mostTimeMillis()).isNull();
        assertThat(rpo.finalMayRecords()).isNull();
        assertThat(rpo.strandedMayRecords()).isNull();
        // Of the losses that were certain alone nothing was open.
        assertThat(rpo.mayBeforeT0()).isZero();
        assertThat(rpo.mayAfterT0()).isZero();
        assertThat(rpo.mayHoles()).isNull();
        assertThat(rpo.partitions()).hasSize(4).allSatisfy(row -> {
            assertThat(row.mayLost()).isNull();
            assertThat(row.mostTimeMillis()).isNull();
        });
    }

    @Test
    void whatAnEarlierVersionLeftOpenIsNotKnownToBeOfBeforeT0OrAfterIt() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        drill.scanWest = false;
        Result.Rpo rpo = earlier(drill);
        assertThat(rpo.mayRecords()).isPositive();
        assertThat(rpo.mayBeforeT0()).isNull();
        assertThat(rpo.mayAfterT0()).isNull();
    }

    @Test
    void whereAnEarlierVersionFoundNothingThatIsOrMayBeLostEveryUpperEndIsZero() throws IOException {
        Result.Rpo rpo = earlier(new SyntheticDrill());
        assertThat(rpo.records() + rpo.mayRecords()).isZero();
        assertThat(rpo.mayBytes()).isZero();
        assertThat(rpo.mostTimeMillis()).isZero();
        assertThat(rpo.finalMayRecords()).isZero();
        assertThat(rpo.strandedMayRecords()).isZero();
        assertThat(rpo.mayBeforeT0()).isZero();
        assertThat(rpo.mayAfterT0()).isZero();
        assertThat(rpo.mayHoles()).isZero();
        assertThat(rpo.partitions()).hasSize(4).allSatisfy(row -> {
            assertThat(row.mayLost()).isZero();
            assertThat(row.mostTimeMillis()).isZero();
        });
    }

    /** As a version wrote it that did not measure the upper ends. */
    private Result.Rpo earlier(SyntheticDrill drill) throws IOException {
        String today = ResultJson.text(drill.audit(temp.resolve("run")));
        String withoutBars = today.replaceAll(",\\s+\"" + BARS + "\" : \\{[^}]*\\}", "");
        assertThat(today.lines().count() - withoutBars.lines().count()).isEqualTo(3 * (4 + 2));
        String old = withoutBars.replaceAll(",\\s+\"(" + String.join("|", ADDED) + ")\" : [^,\\s]+", "");
        // The RPO stands there twice, with four partitions each that lack two of them.
        assertThat(withoutBars.lines().count() - old.lines().count()).isEqualTo(2 * (ADDED.size() - 1 + 4 * 2));
        assertHolds(old);
        Path file = temp.resolve("result.json");
        Files.writeString(file, old);
        return ResultJson.read(file).rpo();
    }

    private static void assertHolds(Result result) throws IOException {
        assertHolds(ResultJson.text(result));
    }

    private static void assertHolds(String result) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(published(), InputFormat.JSON);
        assertThat(schema.validate(result, InputFormat.JSON)).isEmpty();
    }
}
