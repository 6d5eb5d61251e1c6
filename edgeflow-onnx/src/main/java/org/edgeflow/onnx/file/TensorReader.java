package org.edgeflow.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Excerpts;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Tensors as a file holds them: as numbers, as bytes, or in a file beside it. Nothing is allocated
 * before it is known that as many numbers are there.
 */
record TensorReader(ExternalData external) {
  Numbers read(TensorProto tensor) {
    String name = "tensor '" + Excerpts.of(tensor.getName()) + "'";
    long size = 1;
    int[] shape = new int[tensor.getDimsCount()];
    for (int axis = 0; axis < shape.length; axis++) {
      long extent = tensor.getDims(axis);
      if (extent < 0) {
        throw damaged(name, "it has the negative extent " + extent);
      }
      if (extent > Numbers.MOST || size * extent > Numbers.MOST) {
        throw new BadNetworkException(
            "has a " + name + " of shape " + tensor.getDimsList() + ", more than an array holds");
      }
      size *= extent;
      shape[axis] = (int) extent;
    }
    DataType type = DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw damaged(name, "it is of type " + tensor.getDataType());
    }
    return new Numbers(shape, values(tensor, name, type, (int) size), integers(type));
  }

  static boolean integers(DataType type) {
    return type == DataType.INT64 || type == DataType.INT32 || type == DataType.BOOL;
  }

  private static int width(String name, DataType type) {
    return switch (type) {
      case DOUBLE, INT64 -> Long.BYTES;
      case FLOAT, INT32 -> Integer.BYTES;
      case BOOL -> 1;
      default ->
          throw new BadNetworkException(
              "has a "
                  + name
                  + " of type "
                  + type
                  + ", expected FLOAT or DOUBLE (of indices, INT64"
                  + " or INT32); export it with the model in float32 or float64");
    };
  }

  private double[] values(TensorProto tensor, String name, DataType type, int size) {
    long bytes = (long) width(name, type) * size;
    if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
      return decoded(external.read(name, tensor.getExternalDataList(), bytes), type, size);
    }
    if (tensor.hasRawData()) {
      ByteString raw = tensor.getRawData();
      if (raw.size() != bytes) {
        throw damaged(name, "it has " + raw.size() + " bytes, expected " + bytes);
      }
      return decoded(raw.asReadOnlyByteBuffer(), type, size);
    }
    List<? extends Number> numbers =
        switch (type) {
          case DOUBLE -> tensor.getDoubleDataList();
          case FLOAT -> tensor.getFloatDataList();
          case INT64 -> tensor.getInt64DataList();
          default -> tensor.getInt32DataList();
        };
    if (numbers.size() != size) {
      throw damaged(name, "it has " + numbers.size() + " numbers, expected " + size);
    }
    return numbers.stream().mapToDouble(Number::doubleValue).toArray();
  }

  private static double[] decoded(ByteBuffer bytes, DataType type, int size) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case DOUBLE -> bytes.getDouble();
            case FLOAT -> bytes.getFloat();
            case INT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            default -> bytes.get();
          };
    }
    return values;
  }

  private static BadNetworkException damaged(String name, String reason) {
    return new BadNetworkException("is damaged: of its " + name + ": " + reason);
  }
}
