/**
 * What a config may say, written out whole: as a page for people and as a JSON Schema for editors,
 * both made from the registry and its settings records. Commands come in here; it knows no part by
 * name.
 */
package org.edgeflow.cli.reference;
