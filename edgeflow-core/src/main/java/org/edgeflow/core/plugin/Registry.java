package org.edgeflow.core.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.util.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Spelling;
import org.edgeflow.core.tensor.BackendFactory;

/** Everything that is plugged in, by kind and name. */
public final class Registry {
  private final Map<Kind<?>, SortedMap<String, Factory<?, ?>>> parts;

  private Registry(Map<Kind<?>, SortedMap<String, Factory<?, ?>>> parts) {
    this.parts = parts;
  }

  /** What the plugins on the class path bring. */
  public static Registry load() {
    return of(
        ServiceLoader.load(EdgeFlowPlugin.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /**
   * What some plugins bring.
   *
   * @throws ConfigException if two of them bring parts of one kind and name; the message names both
   */
  public static Registry of(Iterable<? extends EdgeFlowPlugin> plugins) {
    List<Module> modules = new ArrayList<>();
    modules.add(new Strictness());
    plugins.forEach(modules::add);
    Injector injector = Guice.createInjector(modules);
    Map<Kind<?>, SortedMap<String, Factory<?, ?>>> parts = new HashMap<>();
    for (Kind<?> kind : Kind.all()) {
      parts.put(kind, new TreeMap<>());
    }
    @SuppressWarnings("unchecked")
    Map<PartKey, Set<Factory<?, ?>>> bound =
        (Map<PartKey, Set<Factory<?, ?>>>)
            injector.getInstance(Key.get(Types.mapOf(PartKey.class, Types.setOf(Factory.class))));
    List<String> clashes = new ArrayList<>();
    bound.forEach(
        (key, factories) -> {
          if (factories.size() > 1) {
            clashes.add(clash(key, factories));
          }
          parts.get(key.kind()).put(key.name(), factories.iterator().next());
        });
    if (!clashes.isEmpty()) {
      throw new ConfigException(clashes);
    }
    return new Registry(parts);
  }

  private static String clash(PartKey key, Set<Factory<?, ?>> factories) {
    String label = key.kind().label();
    return "two plugins bring "
        + ("aeiou".indexOf(label.charAt(0)) < 0 ? "a " : "an ")
        + label
        + " called '"
        + key.name()
        + "': "
        + factories.stream()
            .map(factory -> factory.getClass().getName())
            .sorted()
            .collect(Collectors.joining(" and "))
        + ". Take one of them off the class path, or rename one in its plugin.";
  }

  /** The parts of one kind, by name. */
  // The plugin's typed methods are the only way in.
  @SuppressWarnings("unchecked")
  public <F extends Factory<?, ?>> SortedMap<String, F> parts(Kind<F> kind) {
    return Collections.unmodifiableSortedMap((SortedMap<String, F>) parts.get(kind));
  }

  /**
   * The backend that a config which names none gets: the one of the highest {@link
   * BackendFactory#preference}.
   *
   * @throws ConfigException if no backend is plugged in
   */
  public String preferredBackend() {
    SortedMap<String, BackendFactory<?>> backends = parts(Kind.BACKEND);
    return backends.keySet().stream()
        .max(Comparator.comparingInt(name -> backends.get(name).preference()))
        .orElseThrow(() -> new ConfigException("No backend is plugged in."));
  }

  /**
   * The factory of a part.
   *
   * @param origin where the name was written
   * @throws ConfigException if there is none; the message lists what exists
   */
  public <F extends Factory<?, ?>> F find(Kind<F> kind, String name, Origin origin) {
    SortedMap<String, F> known = parts(kind);
    F factory = known.get(name);
    if (factory == null) {
      throw new ConfigException(
          origin
              + ": unknown "
              + kind.label()
              + " '"
              + Excerpt.of(name)
              + "'."
              + Spelling.hint(name, known.keySet())
              + (known.isEmpty()
                  ? " No " + kind.label() + " is plugged in."
                  : " Plugged in: " + String.join(", ", known.keySet()) + "."));
    }
    return factory;
  }

  private static final class Strictness extends AbstractModule {
    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().disableCircularProxies();
      // Guice's own refusal of duplicates names keys and elements; ours names the parts.
      MapBinder.newMapBinder(binder(), PartKey.class, Factory.class).permitDuplicates();
    }
  }
}
