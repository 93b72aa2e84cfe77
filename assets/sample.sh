#!/bin/sh
# Makes sample.mp4, the clip that practice mode uploads: a sun that rises over hills, with a soft chord. Nothing in it
# comes from elsewhere, so it is ours to ship. It is what X takes gladly: H.264 High, 4:2:0, closed GOPs of two seconds,
# AAC-LC stereo at 48 kHz, the index in front.
#
#   apt-get install --no-install-recommends ffmpeg
#   assets/sample.sh
#
# Still pictures are computed once (geq is slow) and then only moved; a little grain keeps the gradients from banding.
set -eu
cd "$(dirname "$0")"
seconds=10

# hill COLOUR HEIGHT A B C: a ridge 2560 wide that meets itself at its ends, with an edge of two pixels.
hill() {
	printf '%s' "color=$1:s=2560x720:r=30,format=rgba,trim=end_frame=1,"
	printf '%s' "geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*clip((Y-$2-$3*sin(2*PI*X/2560*2+$4)-$3*0.45*sin(2*PI*X/2560*5+$5)-$3*0.12*sin(2*PI*X/2560*13+$4))/2,0,1)',"
	printf '%s' "loop=loop=-1:size=1,setpts=N/30/TB"
}

# glow COLOUR SIZE CORE: a disc of CORE of its radius, with light around it.
glow() {
	printf '%s' "color=$1:s=$2x$2:r=30,format=rgba,trim=end_frame=1,"
	printf '%s' "geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='st(0,hypot(X-W/2,Y-H/2)/(W/2));255*clip(clip(($3-ld(0))*W/4,0,1)+0.5*pow(clip(1-ld(0),0,1),2.4),0,1)',"
	printf '%s' "loop=loop=-1:size=1,setpts=N/30/TB"
}

# From deep teal at the top to a warm horizon two thirds down.
sky="color=black:s=1280x720:r=30,format=gbrp,trim=end_frame=1,geq=r='st(0,clip(Y/500,0,1));16+44*ld(0)+190*pow(ld(0),3)':g='st(0,clip(Y/500,0,1));52+110*ld(0)+58*pow(ld(0),3)':b='st(0,clip(Y/500,0,1));64+110*ld(0)+6*pow(ld(0),3)',loop=loop=-1:size=1,setpts=N/30/TB"

# One slow note of the chord: frequency, loudness, seconds until its first swell.
note() { printf '%s' "$2*sin(2*PI*$1*t)*(0.6+0.4*sin(2*PI*(t-$3)/5))"; }
left="$(note 110 0.10 0)+$(note 220.3 0.10 1)+$(note 329.6 0.07 2)+$(note 493.9 0.035 3)"
right="$(note 110 0.10 0.5)+$(note 219.7 0.10 2)+$(note 277.2 0.07 3)+$(note 554.4 0.025 1)"

ffmpeg -hide_banner -loglevel error -y -filter_complex "
${sky}[sky];
$(glow 0xFFF3D6 520 0.26)[sun];
$(glow 0xFFD9A0 56 0.30),split=3[l1][l2][l3];
$(glow 0xFFE7C2 34 0.32),split=3[m1][m2][m3];
$(hill 0x6FAFB5 430 42 0.4 1.9),scroll=horizontal=0.00012,crop=1280:720:0:0[h1];
$(hill 0x3F8A93 490 46 2.1 0.3),scroll=horizontal=0.00026,crop=1280:720:0:0[h2];
$(hill 0x1F6F78 560 44 4.0 2.6),scroll=horizontal=0.00050,crop=1280:720:0:0[h3];
$(hill 0x123F47 635 34 5.3 4.4),scroll=horizontal=0.00090,crop=1280:720:0:0[h4];
[sky][sun]overlay=x=560:y='175-20*t':format=rgb[a];
[a][h1]overlay=format=rgb[b];
[b][m1]overlay=x='250+14*sin(t/2)':y='430-22*t':format=rgb[c];
[c][m2]overlay=x='980+12*sin(t/2+2)':y='500-26*t':format=rgb[d];
[d][h2]overlay=format=rgb[e];
[e][l1]overlay=x='420+20*sin(t/2+1)':y='560-36*t':format=rgb[f];
[f][m3]overlay=x='1120+12*sin(t/2+4)':y='400-20*t':format=rgb[g];
[g][h3]overlay=format=rgb[h];
[h][l2]overlay=x='150+22*sin(t/2+3)':y='660-46*t':format=rgb[i];
[i][l3]overlay=x='640+24*sin(t/2+5)':y='700-52*t':format=rgb[j];
[j][h4]overlay=format=rgb,
scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,noise=c0s=5:c0f=t:all_seed=2026[v];
aevalsrc=exprs='$left|$right':s=48000:d=$seconds,lowpass=f=1800,afade=t=in:d=1.5,afade=t=out:st=$((seconds - 2)):d=2[s]" \
	-map '[v]' -map '[s]' -t "$seconds" \
	-c:v libx264 -profile:v high -level 4.0 -preset slow -b:v 2200k -maxrate 4000k -bufsize 8000k \
	-x264-params keyint=60:min-keyint=60:scenecut=0:open-gop=0 -threads 1 \
	-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv \
	-c:a aac -profile:a aac_low -b:a 128k -ar 48000 -ac 2 \
	-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart sample.mp4
ls -l sample.mp4
