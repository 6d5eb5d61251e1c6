// Windows that slide over images [n, height, width, channels]: patches and pooling. Adjoints go the
// other way round: a pixel collects from the positions whose window covers it, in their order, so
// that no two threads write to one place.

// As in org.edgeflow.core.tensor.Window, field by field.
struct Window {
  int channels;
  int height;
  int width;
  int windowHeight;
  int windowWidth;
  int strideY;
  int strideX;
  int paddingTop;
  int paddingLeft;
  int outputHeight;
  int outputWidth;
};

// Where the window stands at one position, and the part of it inside the image: rows top … bottom − 1
// of the image, columns left … right − 1.
struct Stand {
  int image;
  int y;
  int x;
  int top;
  int bottom;
  int left;
  int right;

  __device__ Stand(const Window& w, unsigned position) {
    int positions = w.outputHeight * w.outputWidth;
    image = position / positions;
    int within = position % positions;
    place(w, within / w.outputWidth, within % w.outputWidth);
  }

  __device__ Stand(const Window& w, int image, int row, int column) : image(image) {
    place(w, row, column);
  }

  __device__ void place(const Window& w, int row, int column) {
    y = row * w.strideY - w.paddingTop;
    x = column * w.strideX - w.paddingLeft;
    top = max(y, 0);
    bottom = max(top, min(y + w.windowHeight, w.height));
    left = max(x, 0);
    right = max(left, min(x + w.windowWidth, w.width));
  }

  __device__ int area() const { return (bottom - top) * (right - left); }

  // A pixel of this image, counted through all images.
  __device__ unsigned pixel(const Window& w, int row, int column) const {
    return ((unsigned) image * w.height + row) * w.width + column;
  }
};

// One number of an image, and the positions whose window covers it: rows firstRow … lastRow,
// columns firstColumn … lastColumn of the output.
struct Covered {
  int channel;
  int image;
  int y;
  int x;
  int firstRow;
  int lastRow;
  int firstColumn;
  int lastColumn;

  __device__ Covered(const Window& w, unsigned index) {
    channel = index % w.channels;
    unsigned pixel = index / w.channels;
    x = pixel % w.width;
    unsigned line = pixel / w.width;
    y = line % w.height;
    image = line / w.height;
    firstRow = first(y + w.paddingTop, w.windowHeight, w.strideY);
    lastRow = min((y + w.paddingTop) / w.strideY, w.outputHeight - 1);
    firstColumn = first(x + w.paddingLeft, w.windowWidth, w.strideX);
    lastColumn = min((x + w.paddingLeft) / w.strideX, w.outputWidth - 1);
  }

  // The first position whose window, of some length, reaches a place.
  static __device__ int first(int place, int length, int stride) {
    int behind = place - length + 1;
    return behind <= 0 ? 0 : (behind + stride - 1) / stride;
  }

  __device__ unsigned position(const Window& w, int row, int column) const {
    return ((unsigned) image * w.outputHeight + row) * w.outputWidth + column;
  }
};

// A row of threads takes a patch: block (lanes, patches).
KERNEL gatherPatches(Window w, const real* images, real* patches, unsigned count) {
  unsigned patch = blockIdx.x * blockDim.y + threadIdx.y;
  if (patch >= count) {
    return;
  }
  Stand at(w, patch);
  unsigned columns = w.windowHeight * w.windowWidth * w.channels;
  real* out = patches + patch * columns;
  for (unsigned column = threadIdx.x; column < columns; column += blockDim.x) {
    unsigned place = column / w.channels;
    int y = at.y + (int) (place / w.windowWidth);
    int x = at.x + (int) (place % w.windowWidth);
    bool inside = y >= 0 && y < w.height && x >= 0 && x < w.width;
    out[column] =
        inside ? images[at.pixel(w, y, x) * w.channels + column % w.channels] : (real) 0;
  }
}

KERNEL scatterPatches(Window w, const real* patches, real* images, unsigned n) {
  unsigned columns = w.windowHeight * w.windowWidth * w.channels;
  EACH(i, n) {
    Covered at(w, i);
    real sum = 0;
    for (int row = at.firstRow; row <= at.lastRow; row++) {
      int wy = at.y + w.paddingTop - row * w.strideY;
      for (int column = at.firstColumn; column <= at.lastColumn; column++) {
        int wx = at.x + w.paddingLeft - column * w.strideX;
        sum += patches[at.position(w, row, column) * columns +
            (wy * w.windowWidth + wx) * w.channels + at.channel];
      }
    }
    images[i] = sum;
  }
}

KERNEL poolAverage(Window w, const real* images, real* out, unsigned n) {
  EACH(i, n) {
    unsigned channel = i % w.channels;
    Stand at(w, i / w.channels);
    double sum = 0;
    for (int y = at.top; y < at.bottom; y++) {
      for (int x = at.left; x < at.right; x++) {
        sum += (double) images[at.pixel(w, y, x) * w.channels + channel];
      }
    }
    out[i] = at.area() == 0 ? (real) 0 : (real) (sum / at.area());
  }
}

KERNEL spreadAverage(Window w, const real* out, real* images, unsigned n) {
  EACH(i, n) {
    Covered at(w, i);
    real sum = 0;
    for (int row = at.firstRow; row <= at.lastRow; row++) {
      for (int column = at.firstColumn; column <= at.lastColumn; column++) {
        Stand window(w, at.image, row, column);
        sum += out[at.position(w, row, column) * w.channels + at.channel] / (real) window.area();
      }
    }
    images[i] = sum;
  }
}

// The maximum inside each window and where it stands: the first of equal ones, the first NaN where
// there is one; 0 and −1 where nothing is inside.
KERNEL poolMax(Window w, const real* images, real* out, int* index, unsigned n) {
  EACH(i, n) {
    unsigned channel = i % w.channels;
    Stand at(w, i / w.channels);
    real top = 0;
    int where = -1;
    for (int y = at.top; y < at.bottom; y++) {
      for (int x = at.left; x < at.right; x++) {
        int place = (int) (at.pixel(w, y, x) * w.channels + channel);
        real value = images[place];
        if (where < 0 || value > top || (value != value && top == top)) {
          top = value;
          where = place;
        }
      }
    }
    out[i] = top;
    index[i] = where;
  }
}

// The adjoint of poolMax: a pixel collects from the positions whose maximum it is.
KERNEL spreadMaximum(Window w, const real* out, const int* index, real* images, unsigned n) {
  EACH(i, n) {
    Covered at(w, i);
    real sum = 0;
    for (int row = at.firstRow; row <= at.lastRow; row++) {
      for (int column = at.firstColumn; column <= at.lastColumn; column++) {
        unsigned place = at.position(w, row, column) * w.channels + at.channel;
        if (index[place] == (int) i) {
          sum += out[place];
        }
      }
    }
    images[i] = sum;
  }
}
