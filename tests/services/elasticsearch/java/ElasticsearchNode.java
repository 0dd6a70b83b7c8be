import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node in the foreground: ElasticsearchNode HOME OWNER [setting=value ...].
 *
 * <p>OWNER is the number of the process that the node is for: it ends with it, however that ends.
 */
public final class ElasticsearchNode {
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        CountDownLatch end = new CountDownLatch(1);
        ProcessHandle.of(Long.parseLong(args[1]))
            .ifPresentOrElse(owner -> owner.onExit().thenRun(end::countDown), end::countDown);
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        for (int i = 2; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        LogConfigurator.configureESLogging();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "node-1");
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false),
            Map.of(),
            false); // the server is on the class path, so it has no module exports to pass on
        Node node = new Node(environment, plugins);
        node.start();
        end.await();
        Runtime.getRuntime().halt(0); // nothing of it outlives the run, so nothing is closed
    }
}
