package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Tiling;
import org.edgeflow.core.tensor.Window;

/** Tiles by plain loops; the matrices are with {@link Kernels.Tiles}. */
record HeapTiles(TensorBackend owner) implements Kernels.Tiles {
  private static final int[][] B = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, 0, 1}};
  private static final int[][] A = {{1, 1, 1, 0}, {0, 1, -1, 1}};
  private static final int SIDE = 4;

  @Override
  public void split(Tiling tiling, Tensor images, Tensor tiles) {
    Walk walk = inputs(tiling, images, tiles);
    for (int tile = 0; tile < walk.count(); tile++) {
      for (int channel = 0; channel < walk.channels(); channel++) {
        for (int i = 0; i < Tiling.PRODUCTS; i++) {
          double sum = 0;
          for (int place = 0; place < Tiling.PRODUCTS; place++) {
            int pixel = walk.pixel(tile, place);
            int weight = B[i / SIDE][place / SIDE] * B[i % SIDE][place % SIDE];
            sum += pixel < 0 || weight == 0 ? 0 : weight * walk.image(pixel, channel);
          }
          walk.setTile(i, tile, channel, sum);
        }
      }
    }
  }

  @Override
  public void splitAdjoint(Tiling tiling, Tensor tiles, Tensor images) {
    Walk walk = inputs(tiling, images, tiles);
    owner.fill(images, 0);
    for (int tile = 0; tile < walk.count(); tile++) {
      for (int channel = 0; channel < walk.channels(); channel++) {
        for (int place = 0; place < Tiling.PRODUCTS; place++) {
          double sum = 0;
          for (int i = 0; i < Tiling.PRODUCTS; i++) {
            int weight = B[i / SIDE][place / SIDE] * B[i % SIDE][place % SIDE];
            sum += weight == 0 ? 0 : weight * walk.tile(i, tile, channel);
          }
          int pixel = walk.pixel(tile, place);
          if (pixel >= 0) {
            walk.setImage(pixel, channel, walk.image(pixel, channel) + sum);
          }
        }
      }
    }
  }

  @Override
  public void join(Tiling tiling, Tensor tiles, Tensor outputs) {
    Walk walk = outputs(tiling, outputs, tiles);
    for (int tile = 0; tile < walk.count(); tile++) {
      for (int channel = 0; channel < walk.channels(); channel++) {
        for (int place = 0; place < A.length * A.length; place++) {
          int pixel = walk.output(tile, place);
          double sum = 0;
          for (int i = 0; i < Tiling.PRODUCTS; i++) {
            int weight = A[place / 2][i / SIDE] * A[place % 2][i % SIDE];
            sum += weight == 0 ? 0 : weight * walk.tile(i, tile, channel);
          }
          if (pixel >= 0) {
            walk.setImage(pixel, channel, sum);
          }
        }
      }
    }
  }

  @Override
  public void joinAdjoint(Tiling tiling, Tensor outputs, Tensor tiles) {
    Walk walk = outputs(tiling, outputs, tiles);
    for (int tile = 0; tile < walk.count(); tile++) {
      for (int channel = 0; channel < walk.channels(); channel++) {
        for (int i = 0; i < Tiling.PRODUCTS; i++) {
          double sum = 0;
          for (int place = 0; place < A.length * A.length; place++) {
            int pixel = walk.output(tile, place);
            int weight = A[place / 2][i / SIDE] * A[place % 2][i % SIDE];
            sum += pixel < 0 || weight == 0 ? 0 : weight * walk.image(pixel, channel);
          }
          walk.setTile(i, tile, channel, sum);
        }
      }
    }
  }

  private Walk inputs(Tiling tiling, Tensor images, Tensor tiles) {
    Window window = tiling.window();
    int examples = tiling.examples(images, window.height() * window.width(), tiles);
    return walk(tiling, examples, images, tiles);
  }

  private Walk outputs(Tiling tiling, Tensor outputs, Tensor tiles) {
    int examples = tiling.examples(outputs, tiling.window().positions(), tiles);
    return walk(tiling, examples, outputs, tiles);
  }

  private Walk walk(Tiling tiling, int examples, Tensor images, Tensor tiles) {
    return new Walk(
        tiling,
        tiling.count(examples),
        tiles.extent(2),
        HeapTensor.of(owner, images),
        HeapTensor.of(owner, tiles));
  }

  private record Walk(Tiling tiling, int count, int channels, HeapTensor images, HeapTensor tiles) {

    /** The input's pixel under a place of a tile's 4 × 4; −1 outside. */
    int pixel(int tile, int place) {
      Window window = tiling.window();
      int y = 2 * row(tile) - window.paddingTop() + place / SIDE;
      int x = 2 * column(tile) - window.paddingLeft() + place % SIDE;
      return at(tile, y, x, window.height(), window.width());
    }

    /** The output at a place of a tile's 2 × 2; −1 outside. */
    int output(int tile, int place) {
      Window window = tiling.window();
      int y = 2 * row(tile) + place / 2;
      int x = 2 * column(tile) + place % 2;
      return at(tile, y, x, window.outputHeight(), window.outputWidth());
    }

    private int row(int tile) {
      return tile / tiling.columns() % tiling.rows();
    }

    private int column(int tile) {
      return tile % tiling.columns();
    }

    private int at(int tile, int y, int x, int height, int width) {
      boolean inside = y >= 0 && y < height && x >= 0 && x < width;
      return inside ? (tile / tiling.count(1) * height + y) * width + x : -1;
    }

    double image(int pixel, int channel) {
      return images.get(pixel * channels + channel);
    }

    void setImage(int pixel, int channel, double value) {
      images.set(pixel * channels + channel, value);
    }

    double tile(int i, int tile, int channel) {
      return tiles.get((i * count + tile) * channels + channel);
    }

    void setTile(int i, int tile, int channel, double value) {
      tiles.set((i * count + tile) * channels + channel, value);
    }
  }
}
