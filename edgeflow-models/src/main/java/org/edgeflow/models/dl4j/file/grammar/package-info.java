/**
 * What a DL4J configuration may say: the classes, the settings and their limits, and the messages
 * about what is not allowed.
 *
 * <p>{@code dl4j.file} comes in with what it has read.
 */
package org.edgeflow.models.dl4j.file.grammar;
