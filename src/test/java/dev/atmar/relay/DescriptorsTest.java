package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 899, 1000",
        "100, 900, 1000",
        "200, 1000, 1000",
        "200000000, 2000000000, 2147483647",
        "0, 1000000, 9223372036854775807",
        "0, 1000000, -1",
        "0, 1000000, 0",
    })
    void connectionsAreClosed_onlyWhereThereIsABoundAndItIsNear(int tooMany, long open, long most) {
        assertThat(Descriptors.tooMany(open, most)).isBetween(tooMany, tooMany + tooMany / 2);
    }
}
