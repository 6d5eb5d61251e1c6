/**
 * Images as {@link org.edgeflow.core.data.Dataset}s: the embedded {@code fashion-mnist-1k}, and IDX
 * files from a directory.
 *
 * <p>A dataset is made in four steps, one class each: {@link
 * org.edgeflow.models.data.FashionMnist1k} and {@link org.edgeflow.models.data.IdxDirectory} find
 * the bytes, {@code IdxArray} reads them, {@code LabelledImages} chooses examples and classes, and
 * {@code Standardization} scales the pixels.
 */
package org.edgeflow.models.data;
