package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

class GateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8000",
        "http://127.0.0.1",
        "http://127.1.2.3:9",
        "http://[::1]:8000/v1",
        "http://10.0.0.5:8000",
        "https://192.168.1.7",
        "http://[fd00::1]:8000"
      })
  void letsOwnHostsPassInAnAirGap(String address) {
    Gate gate = new Gate(HostPolicy.airGapped(Set.of("10.0.0.5", "192.168.1.7", "FD00::1")));
    gate.pass(URI.create(address), null);
    assertThat(gate.contacted()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "https://10.0.0.6",
        "http://127.0.0.1.example.com",
        "https://localhost.example.com",
        "http://128.0.0.1"
      })
  void letsNoOtherHostPassInAnAirGap(String address) {
    Gate gate = new Gate(HostPolicy.airGapped(Set.of("10.0.0.5")));
    assertForbidden(gate, address);
  }

  @Test
  void noticesAPrivateHostWithAPublicAddress() {
    Gate gate = new Gate(HostPolicy.airGapped(Set.of("93.184.216.34")));
    assertThat(gate.refusal(URI.create("http://93.184.216.34"), null)).isNull();
    assertForbidden(gate, "http://93.184.216.34");
  }

  @Test
  void sendsNothingUnencryptedToOthers() {
    Gate gate = new Gate(HostPolicy.anywhere(Set.of("10.0.0.5")));
    assertForbidden(gate, "http://gpu.example.com");
    gate.pass(URI.create("https://gpu.example.com"), null);
    gate.pass(URI.create("http://10.0.0.5"), null);
    assertThat(gate.contacted())
        .containsExactly(
            new ContactedHost("10.0.0.5", 80, ContactedHost.Encryption.NONE, 1),
            new ContactedHost("gpu.example.com", 443, ContactedHost.Encryption.TLS, 1));
  }

  @Test
  void countsProxiesAmongTheHosts() {
    Gate open = new Gate(HostPolicy.anywhere(Set.of()));
    open.pass(URI.create("https://a.example.com"), URI.create("http://proxy:3128"));
    open.pass(URI.create("https://a.example.com"), URI.create("http://proxy:3128"));
    assertThat(open.contacted())
        .extracting(ContactedHost::host, ContactedHost::requests)
        .containsExactly(tuple("a.example.com", 2L), tuple("proxy", 2L));
    Gate closed = new Gate(HostPolicy.airGapped(Set.of()));
    assertThat(closed.refusal(URI.create("http://localhost"), URI.create("http://proxy:3128")))
        .isEqualTo("the proxy proxy is not among the private hosts of an air-gapped run");
  }

  private static void assertForbidden(Gate gate, String address) {
    assertThatThrownBy(() -> gate.pass(URI.create(address), null))
        .isInstanceOfSatisfying(
            ServerFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.FORBIDDEN_HOST));
    assertThat(gate.contacted()).isEmpty();
  }
}
