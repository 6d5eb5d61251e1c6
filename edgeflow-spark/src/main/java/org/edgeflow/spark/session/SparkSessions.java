package org.edgeflow.spark.session;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.core.settings.ConfigException;

/** Spark as EdgeFlow's runs need it: no task twice, no Java object that is not Spark's or ours. */
public final class SparkSessions {
  /** The property by which a backend knows how many threads a run may take. */
  private static final String THREADS = "edgeflow.threads";

  private static final String WAIT = "spark.scheduler.maxRegisteredResourcesWaitingTime";

  private static final long LOOK_MILLIS = 100;

  private SparkSessions() {}

  /**
   * Starts Spark, and waits until somebody is there who could work.
   *
   * @param threads of each task
   * @param settings of Spark's own; they win
   * @throws ConfigException if Spark refuses a setting
   * @throws EnvironmentException if the master, or room on it, cannot be had
   */
  public static SparkSession open(Master master, int threads, Map<String, String> settings) {
    settings.keySet().stream()
        .filter(key -> !key.startsWith("spark."))
        .findAny()
        .ifPresent(
            key -> {
              throw new ConfigException(
                  "--conf "
                      + key
                      + ": expected a setting of Spark, as in spark.executor.memory=4g.");
            });
    master.reach();
    SparkSession session;
    try {
      session = SparkSession.builder().config(conf(master, threads, settings)).getOrCreate();
    } catch (Exception e) {
      // Spark throws checked exceptions of its own that its methods do not declare.
      throw refused(master, e);
    }
    if (!master.local()) {
      try {
        await(session, master);
      } catch (RuntimeException e) {
        session.stop();
        throw e;
      }
    }
    return session;
  }

  private static SparkConf conf(Master master, int threads, Map<String, String> settings) {
    String serial = System.getProperty("jdk.serialFilter");
    SparkConf conf =
        new SparkConf()
            .setMaster(master.url())
            .setAppName("EdgeFlow")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false")
            // A run that was lost is begun again by whoever handed it out, from its checkpoint.
            .set("spark.task.maxFailures", "1")
            .set("spark.speculation", "false")
            .set("spark.task.cpus", Integer.toString(threads))
            .set(WAIT, "60s")
            .set("spark.sql.session.timeZone", "UTC")
            // The machines of a cluster see the clone, as they do with array jobs.
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set(
                "spark.executor.extraJavaOptions",
                "-D"
                    + THREADS
                    + "="
                    + threads
                    + " -Dedgeflow.log.cluster=OFF -Dedgeflow.log.exception=%nopex"
                    + (serial == null ? "" : " -Djdk.serialFilter=" + serial))
            .set("spark.executorEnv.OMP_NUM_THREADS", Integer.toString(threads));
    if (master.local()) {
      System.setProperty(THREADS, Integer.toString(threads));
    }
    settings.forEach(conf::set);
    return conf;
  }

  private static void await(SparkSession session, Master master) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    long seconds = context.getConf().getTimeAsSeconds(WAIT, "60s");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    // The driver itself is one of them.
    while (session.sparkContext().statusTracker().getExecutorInfos().length < 2) {
      if (session.sparkContext().isStopped() || System.nanoTime() - end > 0) {
        throw new EnvironmentException(
            "no executor has come from "
                + master.url()
                + " within "
                + seconds
                + " seconds: it has no worker with "
                + context.getConf().get("spark.executor.memory", "1g")
                + " of memory free, or its workers cannot reach this machine. Start workers, ask"
                + " for less by --conf spark.executor.memory=512m, or give this machine's address"
                + " by --conf spark.driver.host=ADDRESS.",
            null);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EnvironmentException("interrupted while waiting for executors.", e);
      }
    }
  }

  private static RuntimeException refused(Master master, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String what = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (cause instanceof IllegalArgumentException || cause instanceof NumberFormatException) {
      return new ConfigException("Spark refuses its settings: " + what);
    }
    return new EnvironmentException(
        "Spark cannot be started with --master " + master.url() + ": " + what, e);
  }
}
