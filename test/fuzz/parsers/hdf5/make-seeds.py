"""Makes the HDF5 files that the fuzzer changes: python3 make-seeds.py (python3-h5py). Each has every kind of chunk index of its age."""
import h5py
import numpy as np

for age in ('earliest', 'latest'):
    with h5py.File(f'{age}.h5', 'w', libver=(age, 'latest')) as f:
        grid = np.arange(40, dtype='<i2').reshape(8, 5)
        f.create_dataset('contiguous', data=grid)
        f.create_dataset('single', data=grid, chunks=grid.shape, compression='gzip', shuffle=True, fletcher32=True)
        f.create_dataset('fixed', data=grid, chunks=(3, 5))
        f.create_dataset('extensible', data=grid, chunks=(1, 1), maxshape=(None, 5), fillvalue=3)
        f.create_dataset('b-tree', data=grid, chunks=(2, 2), maxshape=(None, None), compression='lzf')
        f.create_dataset('paged', shape=(3000,), chunks=(1,), dtype='u1', fillvalue=1)[5] = 2
        group = f.create_group('group')
        group['self'] = f['/']
        group['soft'] = h5py.SoftLink('/fixed')
        for name in range(12):
            group.create_dataset(f'record {name}', data=np.zeros(1, [('a', '<f8'), ('b', 'S3'), ('c', '>c8', (2,))]))
        for name in range(10):
            f['fixed'].attrs[f'text {name}'] = ['text', 'of', 'any length']
        f['fixed'].attrs['flag'] = True
        f['vlen'] = 'text'
