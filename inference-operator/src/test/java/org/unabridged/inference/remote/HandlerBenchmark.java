package org.unabridged.inference.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.ServerOptions;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.scripted.BusyServer;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.scripted.HttpMessage;

/**
 * Measures what the whole handler costs. {@code overhead DOCUMENTS} reads documents of 10,000
 * tokens one after the other from a server in the same process that answers at once; then the same
 * requests are sent once more, one after the other, by the JDK's client alone, which shows how much
 * of it was the server's work and the network's. {@code memory MEBIBYTES} lets the handler send a
 * text of that size, for use with a heap of five times it; that server reads it all and says it
 * read less, which must be noticed.
 */
final class HandlerBenchmark {
  private static final int CHARACTERS = 40_000;

  private HandlerBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int number = Integer.parseInt(arguments[1]);
    System.out.printf("JDK %s, %s%n", Runtime.version(), System.getProperty("os.arch"));
    switch (arguments[0]) {
      case "overhead" -> overhead(number);
      case "memory" -> memory(number);
      default -> throw new IllegalArgumentException("overhead or memory, not " + arguments[0]);
    }
  }

  private static void overhead(int documents) throws IOException {
    double[] milliseconds = new double[documents];
    double[] bare;
    try (Rig rig = Rig.of(Dialect.VLLM, new PatternReader(), FaultPlan.none())) {
      for (int i = -documents; i < documents; i++) {
        Context context = Rig.context("document" + (i + documents), text(i));
        long started = System.nanoTime();
        InferenceOutcome outcome = rig.handler.predict(context, Rig.QUESTIONS);
        if (!(outcome instanceof PredictionResult result)
            || result.answers().get(0).clauses().isEmpty()) {
          throw new IllegalStateException("no answer: " + outcome);
        }
        if (i >= 0) {
          milliseconds[i] = (System.nanoTime() - started) / 1e6;
        }
      }
      bare = sentAgain(rig, documents);
    }
    System.out.printf(
        "%d documents of %d characters, after as many to warm up%n", documents, CHARACTERS);
    print("handler and server", milliseconds);
    print("the same requests from the JDK's client alone, and server", bare);
  }

  private static void print(String what, double[] milliseconds) {
    double[] sorted = milliseconds.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: %.1f ms (median), %.1f ms (nine tenths)%n",
        what, sorted[sorted.length / 2], sorted[sorted.length * 9 / 10]);
  }

  /** Milliseconds that each document's requests take without the handler, the first ones aside. */
  private static double[] sentAgain(Rig rig, int documents) throws IOException {
    List<HttpMessage> requests = rig.server.received();
    int each = requests.size() / (2 * documents);
    double[] milliseconds = new double[documents];
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = -documents; i < documents; i++) {
      long started = System.nanoTime();
      for (HttpMessage request :
          requests.subList((i + documents) * each, (i + documents + 1) * each)) {
        send(client, rig.server.address(), request);
      }
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - started) / 1e6;
      }
    }
    System.out.printf("%d requests a document%n", each);
    return milliseconds;
  }

  private static void send(HttpClient client, URI server, HttpMessage message) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(message.path()))
            .method(message.method(), HttpRequest.BodyPublishers.ofByteArray(message.body()));
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(message.path() + ": " + response.statusCode());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(int number) {
    StringBuilder text =
        new StringBuilder("The governing law is that of agreement " + number + ".\n");
    for (int line = 0; text.length() < CHARACTERS; line++) {
      text.append("Section ").append(line).append(". The parties keep what they agreed on in ");
      text.append(number).append(", each for its own part and at its own cost.\n");
    }
    return text.toString();
  }

  private static void memory(int mebibytes) throws IOException {
    String text = "The parties agree.  Clause ok. \n".repeat((mebibytes << 20) / 32);
    Path profiles = Files.createTempFile("profiles", ".yaml");
    Files.writeString(
        profiles, "profiles: [{name: m, window: 1000000000, tokens: estimate, dialect: vllm}]\n");
    try (BusyServer server = BusyServer.start(1, 1);
        ModelHandler handler = open(server, profiles)) {
      Context context =
          new Context("c", text, List.of(new Part("d", 0, text.length(), List.of("en"))));
      InferenceOutcome outcome =
          handler.predict(
              context, new QuestionSet("one", List.of(Rig.QUESTIONS.questions().get(0))));
      if (!(outcome instanceof InferenceFailure failure)
          || failure.category() != InferenceFailure.Category.TRUNCATED_BY_SERVER
          || server.bytes() < text.length()) {
        throw new IllegalStateException(outcome + " after " + server.bytes() + " bytes");
      }
      System.out.printf(
          "sent %,d bytes about a text of %d MiB with a heap of at most %d MiB: %s%n",
          server.bytes(), mebibytes, Runtime.getRuntime().maxMemory() >> 20, failure.message());
    } finally {
      Files.delete(profiles);
    }
  }

  private static ModelHandler open(BusyServer server, Path profiles) {
    ServerOptions options =
        ServerOptions.builder()
            .endpoints(List.of(server.address().toString()))
            .profiles(profiles.toString())
            .reach(ServerOptions.Reach.AIR_GAPPED)
            .build();
    return new OpenAiProvider().open("m", RuntimeOptions.defaults().withServers(options));
  }
}
