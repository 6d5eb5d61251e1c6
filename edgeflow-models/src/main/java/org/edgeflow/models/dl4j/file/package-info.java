/**
 * Files of DL4J networks, read as data of unknown origin: with limits, without Java
 * deserialization, and with nothing instantiated that is not on a list.
 */
package org.edgeflow.models.dl4j.file;
