/**
 * The input of people: a config as a tree that knows where each line was written, its decoding into
 * records and back, and every message about it. Nothing here knows what a setting means.
 */
package org.edgeflow.core.settings;
