/**
 * Collections of images as files: IDX, CIFAR-10's binary version, those in the jar; read as data of
 * unknown origin.
 *
 * <p>Datasets come in.
 */
package org.edgeflow.models.data.file;
