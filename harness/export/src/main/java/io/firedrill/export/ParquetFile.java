package io.firedrill.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A table as an Apache Parquet file: data pages of version 2, compressed by Snappy, in row groups of {@value #ROW_GROUP} bytes, of
 * which one is held in memory.
 */
final class ParquetFile implements RowWriter {

    private static final long ROW_GROUP = 8L << 20;
    private static final int PAGE = 256 << 10;

    private final ParquetWriter<Row> writer;

    ParquetFile(Path file, Table table) throws IOException {
        writer = new Builder(new LocalOutputFile(file), table)
                .withRowGroupSize(ROW_GROUP)
                .withPageSize(PAGE)
                .withDictionaryPageSize(PAGE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                .build();
    }

    @Override
    public void write(Row row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static MessageType schema(Table table) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Column column : table.columns()) {
            PrimitiveTypeName type =
                    switch (column.type()) {
                        case INTEGER -> PrimitiveTypeName.INT32;
                        case BIGINT -> PrimitiveTypeName.INT64;
                        case DOUBLE -> PrimitiveTypeName.DOUBLE;
                        case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
                        case VARCHAR -> PrimitiveTypeName.BINARY;
                    };
            var field = column.optional() ? Types.optional(type) : Types.required(type);
            message.addField(
                    (column.type() == Column.Type.VARCHAR ? field.as(LogicalTypeAnnotation.stringType()) : field)
                            .named(column.name()));
        }
        return message.named(table.name());
    }

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final Table table;

        Builder(OutputFile file, Table table) {
            super(file);
            this.table = table;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new Rows(table);
        }
    }

    private static final class Rows extends WriteSupport<Row> {
        private final Table table;
        private @org.jspecify.annotations.Nullable RecordConsumer consumer;

        Rows(Table table) {
            this.table = table;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema(table), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Row row) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("Parquet asked for a row before it was ready to take one");
            }
            to.startMessage();
            for (int i = 0; i < table.columns().size(); i++) {
                if (row.hasAt(i)) {
                    Column column = table.columns().get(i);
                    to.startField(column.name(), i);
                    switch (column.type()) {
                        case INTEGER -> to.addInteger((int) row.numberAt(i));
                        case BIGINT -> to.addLong(row.numberAt(i));
                        case DOUBLE -> to.addDouble(row.realAt(i));
                        case BOOLEAN -> to.addBoolean(row.numberAt(i) != 0);
                        case VARCHAR -> to.addBinary(Binary.fromString(row.textAt(i)));
                    }
                    to.endField(column.name(), i);
                }
            }
            to.endMessage();
        }
    }
}
