/**
 * A finished run in the formats of other tools: NumPy's, HDF5, TensorBoard's. Each is a reporter
 * that a config asks for by name; the CSV files stay what they are.
 */
package org.edgeflow.cli.export;
