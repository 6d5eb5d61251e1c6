package org.edgeflow.cli.reproduction.claim;

import java.util.Map;

/**
 * What a paper says a number is.
 *
 * @param text the claim, in a sentence
 * @param source where it is said, or what it follows from
 * @param readings what is read from the runs, by name
 * @param measured the number, in terms of the readings
 * @param expected what it should be, in terms of them, too
 * @param tolerance how far it may be from that
 */
public record Claim(
    String text,
    String source,
    Map<String, Reading> readings,
    Formula measured,
    Formula expected,
    Tolerance tolerance) {}
