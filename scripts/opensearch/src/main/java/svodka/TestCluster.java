package svodka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.settings.Settings;

/**
 * Nodes of one OpenSearch cluster in one process, on loopback only, and a port for commands.
 *
 * <p>Arguments: data folder, number of nodes, first HTTP port. The first line a client writes to
 * the command port (written to the file "control" in the data folder) is one of: status, stop-node
 * N, start-node N, stop; the answer is one line. Nodes count from 0; node n listens for HTTP at
 * the first port plus n, also after it was started again.
 */
public final class TestCluster {
  /** The k-NN plugin; it is on the class path where the script found it. */
  private static final String VECTORS = "org.opensearch.knn.plugin.KNNPlugin";

  private TestCluster() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int nodes = Integer.parseInt(arguments[1]);
    int http = Integer.parseInt(arguments[2]);
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.setMaxHttpPort(65535);
    runner.onBuild((number, settings) -> configure(settings, number - 1, nodes, http));
    OpenSearchRunner.Configs configs =
        OpenSearchRunner.newConfigs()
            .basePath(folder.resolve("nodes").toString())
            .clusterName("svodka-test")
            .numOfNode(nodes)
            .baseHttpPort(http - 1);
    if (isThere(VECTORS)) {
      configs.pluginTypes(VECTORS);
    }
    runner.build(configs);
    runner.ensureGreen();
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Path aside = folder.resolve("control.new");
      Files.writeString(aside, server.getLocalPort() + "\n");
      Files.move(aside, folder.resolve("control"));
      boolean running = true;
      while (running) {
        try (Socket client = server.accept()) {
          running = obey(runner, client);
        } catch (IOException gone) {
          // A client that hung up is no reason to end the cluster.
          System.err.println(gone);
        }
      }
    }
    runner.close();
    System.exit(0);
  }

  private static boolean isThere(String plugin) {
    try {
      Class.forName(plugin, false, TestCluster.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException missing) {
      return false;
    }
  }

  private static void configure(Settings.Builder settings, int number, int nodes, int http) {
    StringBuilder seeds = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      String comma = i == 0 ? "" : ",";
      seeds.append(comma).append("127.0.0.1:").append(http + 100 + i);
      names.append(comma).append("node-").append(i);
    }
    settings
        .put("node.name", "node-" + number)
        .put("network.host", "127.0.0.1")
        .put("http.port", http + number)
        .put("transport.port", http + 100 + number)
        .put("discovery.seed_hosts", seeds.toString())
        .put("cluster.initial_cluster_manager_nodes", names.toString())
        // Small machines: few threads, and no refusal to write on a nearly full disk.
        .put("node.processors", 2)
        // Nodes are started one after the other; the first must not wait for the others.
        .put("discovery.initial_state_timeout", "0s")
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        // Counts garbage too, which a small heap is mostly full of.
        .put("indices.breaker.total.use_real_memory", false)
        // A stopped node is missed soon, so that tests of failures take seconds.
        .put("cluster.fault_detection.follower_check.timeout", "2s")
        .put("cluster.fault_detection.follower_check.retry_count", 1)
        .put("cluster.fault_detection.leader_check.timeout", "2s")
        .put("cluster.fault_detection.leader_check.retry_count", 1);
  }

  private static boolean obey(OpenSearchRunner runner, Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8);
    String line = in.readLine();
    String[] words = line == null ? new String[] {""} : line.trim().split(" ");
    try {
      switch (words[0]) {
        case "status" -> {
          StringBuilder answer = new StringBuilder();
          for (int i = 0; i < runner.getNodeSize(); i++) {
            answer.append("node-").append(i);
            answer.append(runner.getNode(i).isClosed() ? " down " : " up ");
          }
          out.println(answer.toString().trim());
        }
        case "stop-node" -> {
          runner.getNode(Integer.parseInt(words[1])).close();
          out.println("stopped");
        }
        case "start-node" ->
            out.println(runner.startNode(Integer.parseInt(words[1])) ? "started" : "was running");
        case "stop" -> {
          out.println("stopping");
          return false;
        }
        default -> out.println("unknown command");
      }
    } catch (RuntimeException failure) {
      out.println("failed: " + failure);
    }
    return true;
  }
}
