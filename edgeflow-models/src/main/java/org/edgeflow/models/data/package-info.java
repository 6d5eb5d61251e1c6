/**
 * {@link org.edgeflow.core.data.Dataset}s: images, embedded ({@code fashion-mnist-1k}), from IDX
 * files and from CIFAR-10's; and synthetic sequences ({@link
 * org.edgeflow.models.data.SortingFactory}).
 *
 * <p>A dataset of images is made in four steps, one class each: {@link
 * org.edgeflow.models.data.EmbeddedImagesFactory}, {@link
 * org.edgeflow.models.data.IdxDirectoryFactory} and {@link org.edgeflow.models.data.Cifar10Factory}
 * find the bytes, {@code IdxArray} and {@code CifarFiles} read them, {@code LabelledImages} chooses
 * examples and classes, and {@code Standardization} scales the pixels.
 */
package org.edgeflow.models.data;
